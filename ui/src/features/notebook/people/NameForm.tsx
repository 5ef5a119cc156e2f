import { type FormEvent, useState } from "react";
import { useRename } from "~/data/session.ts";
import { useSession } from "~/live/LiveProvider.tsx";
import { Button } from "~/ui/Button.tsx";
import { TextField } from "~/ui/Field.tsx";

/** Asks for the name that others see. */
export function NameForm({ name }: { name: string }) {
  const session = useSession();
  const rename = useRename();
  const [value, setValue] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate(value.trim(), { onSuccess: () => session.renew() });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label="Your name"
        hint="Others in this notebook see it at your caret and in the history."
        error={rename.error?.message}
        value={value}
        maxLength={60}
        autoFocus
        onChange={(event) => setValue(event.target.value)}
      />
      <div className="flex items-center gap-2">
        <Button type="submit" variant="primary" disabled={rename.isPending || value.trim() === name}>
          Save the name
        </Button>
        {rename.isSuccess && (
          <span role="status" className="text-muted">
            Saved
          </span>
        )}
      </div>
    </form>
  );
}
