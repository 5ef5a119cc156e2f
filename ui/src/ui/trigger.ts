import type { ComponentProps } from "react";

/** What Menu and Popover give to their trigger, which must pass it on to a button. */
export type TriggerProps = ComponentProps<"button"> & { "data-state"?: string };
