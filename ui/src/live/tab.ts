import { Socket, socketAddress } from "~/protocol/socket.ts";
import { browserClaims } from "./claims.ts";
import type { LiveParts } from "./notebook.ts";
import { openWorkStore } from "./work-db.ts";

let parts: Promise<LiveParts> | undefined;

/** The connection and the storage of this tab, made when first asked for. */
export function tabParts(): Promise<LiveParts> {
  if (!parts) {
    const socket = new Socket({ url: socketAddress(window.location) });
    socket.start();
    parts = openWorkStore().then((store) => ({ socket, store, claims: browserClaims() }));
  }
  return parts;
}
