import { FaultError } from "~/protocol/http.ts";
import type { Fault } from "~/protocol/wire.ts";

/** What the language service did not answer, as an error; without a fault there is nobody to ask. */
export function languageError(fault: Fault | undefined, message: string): FaultError {
  return new FaultError(fault ?? { code: "SB-8002", kind: "unavailable", message }, 0);
}
