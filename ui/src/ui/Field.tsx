import { type ComponentProps, type ReactNode, useId } from "react";
import { classes } from "./classes.ts";

const inputLook =
  "w-full rounded-control border bg-ground px-2.5 text-text outline-offset-0 disabled:opacity-50";

export interface TextFieldProps extends Omit<ComponentProps<"input">, "id"> {
  label: string;
  /** Keeps the label for screen readers only, where the place already says it. */
  labelHidden?: boolean;
  hint?: ReactNode;
  /** What is wrong with the value. */
  error?: ReactNode;
  mono?: boolean;
  /** Stands inside the field, at its end. */
  trailing?: ReactNode;
}

/** One line of text with its label, hint and error. */
export function TextField({
  label,
  labelHidden,
  hint,
  error,
  mono,
  trailing,
  className,
  ...rest
}: TextFieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={classes("flex flex-col gap-1", className)}>
      <label htmlFor={id} className={labelHidden ? "sr-only" : "font-[550]"}>
        {label}
      </label>
      <div className="relative">
        <input
          autoComplete="off"
          spellCheck={false}
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          className={classes(
            inputLook,
            "h-8 pointer-coarse:h-10",
            mono && "font-mono",
            trailing !== undefined && "pr-9",
            error ? "border-bad" : "border-line-control",
          )}
        />
        {trailing !== undefined && (
          <div className="absolute inset-y-0 right-0 flex items-center">{trailing}</div>
        )}
      </div>
      {note && (
        <p id={`${id}-note`} role={error ? "alert" : undefined} className={error ? "text-bad" : "text-muted"}>
          {note}
        </p>
      )}
    </div>
  );
}

export interface TextAreaProps extends Omit<ComponentProps<"textarea">, "id"> {
  label: string;
  labelHidden?: boolean;
  mono?: boolean;
}

/** Several lines of text with their label. */
export function TextArea({ label, labelHidden, mono, className, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <div className={classes("flex flex-col gap-1", className)}>
      <label htmlFor={id} className={labelHidden ? "sr-only" : "font-[550]"}>
        {label}
      </label>
      <textarea
        spellCheck={false}
        {...rest}
        id={id}
        className={classes(inputLook, "resize-y border-line-control py-2", mono && "font-mono text-small")}
      />
    </div>
  );
}

export interface SelectFieldProps extends Omit<ComponentProps<"select">, "id"> {
  label: string;
  labelHidden?: boolean;
  options: { value: string; label: string }[];
}

/** A choice of a few, as the system shows it. */
export function SelectField({ label, labelHidden, options, className, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={classes("flex flex-col gap-1", className)}>
      <label htmlFor={id} className={labelHidden ? "sr-only" : "font-[550]"}>
        {label}
      </label>
      <select {...rest} id={id} className={classes(inputLook, "h-8 border-line-control pointer-coarse:h-10")}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
