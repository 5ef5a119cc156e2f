import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button } from "./Button.tsx";
import { copyAndTell } from "./copy.ts";
import { FaultNote } from "./FaultNote.tsx";
import { useToast } from "./Toast.tsx";

/** Keeps what breaks while it is drawn from taking the rest of the page with it. */
export class Boundary extends Component<
  {
    /** What people call it, such as "This cell". */
    what: string;
    children: ReactNode;
  },
  { error: unknown; where: string }
> {
  override state = { error: undefined as unknown, where: "" };

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error("Unknown") };
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo) {
    this.setState({ where: info.componentStack ?? "" });
  }

  override render() {
    const { error, where } = this.state;
    if (error === undefined) return this.props.children;
    const details = `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${where}`;
    return (
      <FaultNote
        message={`${this.props.what} could not be shown`}
        code="SB-9002"
        next="Its content is safe. Show it again, or reload the page; the details help to report it."
        action={
          <div className="flex flex-wrap gap-2">
            <CopyDetails details={details} />
            <Button size="small" onClick={() => this.setState({ error: undefined, where: "" })}>
              Show again
            </Button>
          </div>
        }
      />
    );
  }
}

function CopyDetails({ details }: { details: string }) {
  const toast = useToast();
  return (
    <Button size="small" onClick={() => void copyAndTell(details, toast)}>
      Copy details
    </Button>
  );
}
