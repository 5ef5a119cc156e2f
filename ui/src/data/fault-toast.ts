import { faultOf } from "~/protocol/http.ts";
import type { Fault } from "~/protocol/wire.ts";
import type { Toast } from "~/ui/Toast.tsx";

/** The toast that tells of a fault; `subject` says in a few words what it is about. Pure. */
export function faultToast({ message, next, code }: Fault, subject?: string): Toast {
  const what = subject === undefined ? message : `${subject}: ${message}`;
  return { text: next ? `${what}. ${next}` : what, tone: "bad", code };
}

/** The toast that tells of anything that was thrown. Pure. */
export const errorToast = (error: unknown): Toast => faultToast(faultOf(error));
