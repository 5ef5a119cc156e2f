import { useNavigate } from "@tanstack/react-router";
import { LogIn, SquareTerminal } from "lucide-react";
import type { FormEvent } from "react";
import { useSignIn } from "~/data/session.ts";
import { faultOf } from "~/protocol/http.ts";
import type { Fault } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { FaultNote } from "~/ui/FaultNote.tsx";
import { TextField } from "~/ui/Field.tsx";

/** Asks for the link that the server printed when it started. */
export function SignInPage({ problem }: { problem?: Fault }) {
  const signIn = useSignIn();
  const navigate = useNavigate();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const pasted = String(new FormData(event.currentTarget).get("token") ?? "");
    signIn.mutate(tokenIn(pasted), {
      onSuccess: () => {
        if (location.pathname === "/launch") void navigate({ to: "/", replace: true });
      },
    });
  };
  const failure = signIn.error ? faultOf(signIn.error) : problem;
  return (
    <main className="grid min-h-full place-items-center px-4 py-12">
      <form onSubmit={onSubmit} className="flex w-full max-w-90 flex-col gap-4">
        <SquareTerminal aria-hidden className="text-accent-text" />
        <div className="flex flex-col gap-1">
          <h1 className="font-semibold text-h3">Open the link the server printed</h1>
          <p className="text-muted">
            Srcbook runs your code, so it opens only for whoever started it. The terminal shows a link that
            ends in <code>#</code> and a token: open it, or paste it here.
          </p>
        </div>
        {failure && (
          <FaultNote
            message={failure.message}
            next="Take the link from the latest start of the server."
            code={failure.code}
          />
        )}
        <TextField label="Link or token" name="token" type="password" mono required />
        <Button
          type="submit"
          variant="primary"
          icon={<LogIn />}
          busy={signIn.isPending ? "Signing in" : undefined}
        >
          Sign in
        </Button>
      </form>
    </main>
  );
}

/** The token in what was pasted: the part after # of a link, or all of it. Pure. */
export function tokenIn(pasted: string): string {
  return pasted.trim().replace(/^.*#/, "");
}
