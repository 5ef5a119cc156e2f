// Lets a server install the package tools that it sets up on its first start, so that the servers
// that are measured find them: run where the registry can be reached.
import path from "node:path";
import { until } from "./lib/child.mjs";
import { bench } from "./lib/places.mjs";
import { startServer } from "./lib/server.mjs";

const server = await startServer({ data: path.join(bench, ".peers", "data") });
try {
  await until(async () => {
    const { toolchain } = await server.request("GET", "/api/status");
    if (toolchain.state === "failed") throw new Error(toolchain.detail);
    return toolchain.state === "ready";
  }, "the package tools", { within: 180_000, every: 200 });
} catch (error) {
  console.error(`The package tools could not be installed (${error.message}): servers will be measured while they try to.`);
} finally {
  await server.stop();
}
