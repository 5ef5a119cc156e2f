import { type FormEvent, useState } from "react";
import { useLive } from "~/live/LiveProvider.tsx";
import { Button } from "~/ui/Button.tsx";
import { TextField } from "~/ui/Field.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { nameVersion } from "./naming.ts";
import { suggestedName } from "./words.ts";

/** Asks for the name of the present version. */
export function NameForm({ onDone }: { onDone: () => void }) {
  const { session } = useLive();
  const toast = useToast();
  const [name, setName] = useState(() => suggestedName(new Date()));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    nameVersion(session, toast, { name: name.trim() });
    onDone();
  };
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Escape" && onDone()}
      className="flex flex-col gap-2 rounded-box border border-line-strong p-2.5"
    >
      <TextField
        label="Name of this version"
        value={name}
        maxLength={200}
        ref={selectAll}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button size="small" variant="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button size="small" variant="primary" type="submit" disabled={name.trim() === ""}>
          Save the name
        </Button>
      </div>
    </form>
  );
}

function selectAll(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}
