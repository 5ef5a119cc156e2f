import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { catalogue } from "~/commands/catalogue.ts";
import { indexKeys } from "~/commands/choosing.ts";
import { settingsQuery } from "~/data/settings.ts";
import type { Settings, SettingsPatch } from "~/protocol/wire.ts";
import { UIProvider } from "~/ui/UIProvider.tsx";
import { found } from "./filter.ts";
import { KeyboardPage } from "./Page.tsx";
import { read, written } from "./transfer.ts";

const few = catalogue.filter(({ name }) => ["notebook.run-all", "app.sidebar", "cell.copy"].includes(name));

function show(keys: Record<string, string[]> = {}) {
  const cache = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  cache.setQueryData<Partial<Settings>>(settingsQuery.queryKey as never, { keys } as never);
  const patches: SettingsPatch[] = [];
  vi.stubGlobal("fetch", async (_url: string, { body }: RequestInit) => {
    patches.push(JSON.parse(String(body)));
    return new Response(JSON.stringify(cache.getQueryData(settingsQuery.queryKey)), {
      headers: { "Content-Type": "application/json" },
    });
  });
  render(
    <QueryClientProvider client={cache}>
      <UIProvider>
        <KeyboardPage commands={few} />
      </UIProvider>
    </QueryClientProvider>,
  );
  return { patches, user: userEvent.setup() };
}

test("a key is recorded, kept for the command and shown", async () => {
  const { patches, user } = show();
  await user.click(await screen.findByLabelText("Add a key to Run all cells"));
  const field = await screen.findByLabelText("Key for Run all cells");
  await waitFor(() => expect(field).toHaveFocus());
  await user.keyboard("{F9}");
  expect(field).toHaveValue("F9");
  await user.keyboard("{Enter}");
  await waitFor(() =>
    expect(patches).toEqual([{ keys: { "notebook.run-all": ["Mod-Shift-Enter", "F9"] }, usualKeys: [] }]),
  );
  expect(await screen.findByLabelText("Remove F9 from Run all cells")).toBeInTheDocument();
});

test("a key of another command can be taken from it", async () => {
  const { patches, user } = show();
  await user.click(await screen.findByLabelText("Add a key to Run all cells"));
  await waitFor(() => expect(screen.getByLabelText(/^Key for/)).toHaveFocus());
  await user.keyboard("{Control>}b{/Control}");
  expect(await screen.findByText(/“Open or close the side bar” has this key too/)).toBeInTheDocument();
  await user.click(screen.getByText("Use it here only"));
  const keys = { "notebook.run-all": ["Mod-Shift-Enter", "Mod-b"], "app.sidebar": [] };
  await waitFor(() => expect(patches).toEqual([{ keys, usualKeys: [] }]));
});

test("a key that the browser keeps is refused with the reason", async () => {
  const { patches, user } = show();
  await user.click(await screen.findByLabelText("Add a key to Run all cells"));
  await waitFor(() => expect(screen.getByLabelText(/^Key for/)).toHaveFocus());
  await user.keyboard("{Control>}w{/Control}");
  expect(await screen.findByText(/never hands it over/)).toBeInTheDocument();
  expect(screen.getByText("Add")).toBeDisabled();
  expect(patches).toEqual([]);
});

test("keys are removed, and the usual ones come back", async () => {
  const { patches, user } = show({ "notebook.run-all": ["F9", "Mod-Shift-Enter"] });
  await user.click(await screen.findByLabelText("Remove F9 from Run all cells"));
  await waitFor(() => expect(patches).toEqual([{ keys: {}, usualKeys: ["notebook.run-all"] }]));
});

test("commands are found by words and by keys, and those that were changed", () => {
  const chosen = { "app.help": ["F1"] };
  const names = (wanted: Partial<Parameters<typeof found>[1]>) =>
    found(
      catalogue,
      { words: "", keys: undefined, changed: false, ...wanted },
      chosen,
      indexKeys(catalogue, chosen),
    ).flatMap(([, commands]) => commands.map(({ name }) => name));
  expect(names({ words: "duplic cell" })).toEqual(["cell.duplicate"]);
  expect(names({ keys: "F1" })).toEqual(["app.help"]);
  expect(names({ keys: "?" })).toEqual([]);
  expect(names({ changed: true })).toEqual(["app.help"]);
});

test("what is exported is imported as it was; what cannot be is said", () => {
  const chosen = { "cell.run": ["F9"], "app.help": [] };
  expect(read(written(chosen), catalogue)).toEqual({ keys: chosen, passedOver: [] });
  expect(read('{"keys":{"cell.run":["Mod-w",1],"cell.gone":["a"]}}', catalogue)).toEqual({
    keys: { "cell.run": [] },
    passedOver: ["Run the selected cells: Mod-w", "Run the selected cells: 1", "cell.gone: no such command"],
  });
  expect(() => read("[]", catalogue)).toThrow("The file holds no keys");
  expect(() => read("{", catalogue)).toThrow("The file is not JSON");
});
