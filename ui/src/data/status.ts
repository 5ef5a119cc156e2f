import { queryOptions } from "@tanstack/react-query";
import * as api from "~/protocol/api.ts";

const interval = 15_000;

/** The state of the server, asked for every 15 s while a page shows it. */
export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: ({ signal }) => api.status(signal),
  refetchInterval: interval,
  retry: false,
});
