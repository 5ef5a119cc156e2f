import type { ReactNode } from "react";
import { useFocusOfGone } from "./useIdleFocus.ts";

/** What a list or page says while it holds nothing, and what to do about it. */
export function EmptyState({
  icon,
  title,
  page,
  children,
  actions,
}: {
  icon?: ReactNode;
  title: string;
  /** It stands for the whole page, whose heading it then is. */
  page?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const Heading = page ? "h1" : "h2";
  useFocusOfGone();
  return (
    <div className="mx-auto flex max-w-100 flex-col items-center gap-2 px-4 py-12 text-center">
      {icon && <div className="mb-1 text-faint [&_svg.lucide]:size-6">{icon}</div>}
      <Heading className="font-semibold text-large">{title}</Heading>
      {children && <div className="text-balance text-muted">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
