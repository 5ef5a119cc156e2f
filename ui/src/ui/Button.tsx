import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "normal" | "small" | "large";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-on-accent enabled:hover:bg-accent-hover",
  secondary: "border-line-strong bg-raised text-text enabled:hover:bg-hover",
  ghost: "border-transparent text-muted enabled:hover:bg-hover enabled:hover:text-text",
  danger: "border-transparent bg-bad-solid text-on-bad enabled:hover:brightness-95",
};

const sizes: Record<ButtonSize, string> = {
  small: "h-(--size-control-small) px-2.25 text-small",
  normal: "h-(--size-control) px-3 text-ui",
  large: "h-10 px-4 text-large",
};

/** The look of a button, for links that act as one. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "normal"): string {
  return classes(
    "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control border font-[550]",
    "transition-colors disabled:opacity-50 aria-disabled:opacity-50",
    variants[variant],
    sizes[size],
  );
}

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** What the button is doing now, such as "Installing"; it cannot be pressed meanwhile. */
  busy?: string | undefined;
}

/** A button that says what it does. */
export function Button({ variant, size, icon, busy, onClick, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      onClick={busy === undefined ? onClick : (event) => event.preventDefault()}
      // Not disabled, which would take the keyboard from it.
      aria-disabled={busy !== undefined || undefined}
      aria-busy={busy !== undefined || undefined}
      className={classes(buttonClass(variant, size), className)}
    >
      {icon}
      {busy === undefined ? children : `${busy}…`}
    </button>
  );
}
