import { LoaderCircle } from "lucide-react";

/** Waiting, with words. It appears only after 200 ms. */
export function Waiting({ children }: { children: string }) {
  return (
    <div role="status" className="flex animate-late items-center gap-2 text-muted">
      <LoaderCircle className="animate-spin" />
      {children}…
    </div>
  );
}

/** How far something long has come. Without a total the bar only says that it goes on. */
export function ProgressBar({ label, done, total }: { label: string; done: number; total: number }) {
  const known = total > 0;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex justify-between gap-3 text-muted text-small">
        <span className="truncate">{label}</span>
        {known && (
          <span className="tabular-nums">
            {done} of {total}
          </span>
        )}
      </div>
      <progress
        aria-label={label}
        {...(known && { value: done, max: total })}
        className="h-1 w-full appearance-none overflow-hidden rounded-round bg-active indeterminate:animate-pulse [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-active [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-[width]"
      />
    </div>
  );
}
