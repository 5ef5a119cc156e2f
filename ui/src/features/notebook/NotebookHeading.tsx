import { Link } from "@tanstack/react-router";
import { useSelect } from "~/live/LiveProvider.tsx";

/** Where one is: the library, and the notebook's title. */
export function NotebookHeading() {
  const title = useSelect((view) => view.state.title);
  return (
    <nav aria-label="Path" className="flex min-w-0 items-center gap-1.5 text-muted">
      <Link to="/" className="rounded-tag px-0.5 hover:text-text max-phone:truncate">
        Library
      </Link>
      <span aria-hidden="true" className="text-faint max-phone:hidden">
        /
      </span>
      <span aria-current="page" className="truncate font-[550] text-text max-phone:hidden">
        {title}
      </span>
    </nav>
  );
}
