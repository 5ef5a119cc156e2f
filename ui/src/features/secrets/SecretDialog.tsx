import { Eye, EyeOff } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { FaultLine } from "~/data/FaultLine.tsx";
import { usePutSecret } from "~/data/secrets.ts";
import type { Secret } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { Dialog } from "~/ui/Dialog.tsx";
import { TextField } from "~/ui/Field.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { nameProblem } from "./name.ts";

/** Creates a secret, or changes the name, the description or the value of one. */
export function SecretDialog({
  secret,
  taken,
  onClose,
}: {
  /** The secret to change; null creates one. */
  secret: Secret | null;
  taken: readonly string[];
  onClose: () => void;
}) {
  const form = useId();
  const [name, setName] = useState(secret?.name ?? "");
  const [value, setValue] = useState("");
  const [description, setDescription] = useState(secret?.description ?? "");
  const [revealed, setRevealed] = useState(false);
  const [tried, setTried] = useState(false);
  const put = usePutSecret();
  const problem = nameProblem(name, taken, secret?.name);
  const missing = secret === null && value === "" ? "A new secret needs a value" : undefined;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem || missing) return;
    put.mutate(
      {
        name: secret?.name ?? name,
        description,
        ...(value !== "" && { value }),
        ...(secret && name !== secret.name && { rename: name }),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={secret ? `Change ${secret.name}` : "New secret"}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={put.isPending ? "Saving" : undefined}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={onSubmit} className="flex flex-col gap-4">
        <TextField
          label="Name"
          value={name}
          mono
          placeholder="API_KEY"
          hint="Capital letters, digits and underscores, as an environment variable."
          error={tried ? problem : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextField
          label={secret ? "New value" : "Value"}
          type={revealed ? "text" : "password"}
          autoComplete="new-password"
          value={value}
          mono
          hint={secret ? "Leave it empty to keep the present value." : undefined}
          error={tried ? missing : undefined}
          onChange={(event) => setValue(event.currentTarget.value)}
          trailing={
            <IconButton
              label={revealed ? "Hide the value" : "Show the value"}
              pressed={revealed}
              className="size-7 pointer-coarse:size-10"
              onClick={() => setRevealed(!revealed)}
            >
              {revealed ? <EyeOff /> : <Eye />}
            </IconButton>
          }
        />
        <TextField
          label="What it is for"
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {put.error && <FaultLine error={put.error} />}
      </form>
    </Dialog>
  );
}
