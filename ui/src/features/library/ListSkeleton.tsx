/** The shape of a list that is still being loaded. It appears only after 200 ms. */
export function ListSkeleton() {
  return (
    <div role="status" className="animate-late">
      <span className="sr-only">Loading the notebooks…</span>
      {widths.map((width) => (
        <div key={width} aria-hidden className="flex h-15.75 items-center gap-3.5 border-line border-b px-3">
          <span className="size-4 rounded-tag bg-active" />
          <span className="flex flex-1 flex-col gap-2.5">
            <span className="h-2.5 w-44 rounded-tag bg-active" />
            <span className={`h-2 rounded-tag bg-hover ${width}`} />
          </span>
        </div>
      ))}
    </div>
  );
}

const widths = ["w-3/5", "w-2/5", "w-1/2", "w-4/6", "w-1/3", "w-7/12"];
