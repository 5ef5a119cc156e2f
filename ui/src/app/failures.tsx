import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { CircleAlert, FileQuestionMark } from "lucide-react";
import { lazy, Suspense } from "react";
import { faultOf } from "~/protocol/http.ts";
import { Button, buttonClass } from "~/ui/Button.tsx";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { EmptyState } from "~/ui/EmptyState.tsx";

const SignInPage = lazy(async () => ({
  default: (await import("~/features/auth/SignInPage.tsx")).SignInPage,
}));

/** A page that broke while it was loaded or drawn. The shell around it goes on. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const fault = faultOf(error);
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <div role="alert">
      <EmptyState
        page
        icon={<CircleAlert />}
        title="This page could not be shown"
        actions={
          <>
            <Button onClick={() => location.reload()}>Reload</Button>
            <Button variant="primary" onClick={again}>
              Try again
            </Button>
          </>
        }
      >
        <p className="[overflow-wrap:anywhere]">{fault.message}</p>
        {fault.next && <p>{fault.next}</p>}
        <CodeLink code={fault.code} />
      </EmptyState>
    </div>
  );
}

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <EmptyState
      page
      icon={<FileQuestionMark />}
      title="There is no such page"
      actions={
        <Link to="/" className={buttonClass("primary")}>
          Open the library
        </Link>
      }
    >
      The address may be mistyped, or what it led to was deleted.
    </EmptyState>
  );
}

/** A launch link that the server did not accept. */
export function LaunchFailure({ error }: ErrorComponentProps) {
  return (
    <Suspense>
      <SignInPage problem={faultOf(error)} />
    </Suspense>
  );
}
