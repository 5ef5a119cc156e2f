import { useQuery } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { type FormEvent, useState } from "react";
import { FaultLine } from "~/data/FaultLine.tsx";
import { secretsQuery, useGrantSecret, usePutSecret } from "~/data/secrets.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import { Button } from "~/ui/Button.tsx";
import { TextField } from "~/ui/Field.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { Switch } from "~/ui/Switch.tsx";

const NAME = /^[A-Z_][A-Z0-9_]*$/;

/** Which secrets the cells of this notebook get, as environment variables. */
export function SecretsPanel() {
  const { workspace } = useLive();
  const { data: secrets, error } = useQuery(secretsQuery);
  const grant = useGrantSecret();
  return (
    <div className="flex flex-col gap-3 px-3.5 py-3">
      <p className="text-muted">
        Cells read a secret as an environment variable, such as{" "}
        <code className="text-small">process.env.API_KEY</code>.
      </p>
      {(error ?? grant.error) && <FaultLine error={error ?? grant.error} />}
      {secrets?.map((secret) => (
        <Switch
          key={secret.name}
          label={secret.name}
          hint={secret.description}
          checked={secret.granted.includes(workspace)}
          disabled={grant.isPending && grant.variables.name === secret.name}
          onCheckedChange={(granted) => grant.mutate({ workspace, name: secret.name, granted })}
        />
      ))}
      <AddSecret taken={secrets?.map((s) => s.name) ?? []} />
    </div>
  );
}

function AddSecret({ taken }: { taken: readonly string[] }) {
  const { workspace } = useLive();
  const put = usePutSecret();
  const grant = useGrantSecret();
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [shown, setShown] = useState(false);
  const wrong = problemOf(name, taken);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name === "" || value === "" || wrong) return;
    await put.mutateAsync({ name, value });
    await grant.mutateAsync({ workspace, name, granted: true });
    setName("");
    setValue("");
  };
  return (
    <form
      onSubmit={(event) => void submit(event).catch(() => {})}
      className="flex flex-col gap-2 border-line border-t pt-3"
    >
      <TextField
        label="New secret"
        mono
        placeholder="API_KEY"
        value={name}
        error={wrong}
        onChange={(event) => setName(event.target.value.toUpperCase())}
      />
      <TextField
        label="Value"
        labelHidden
        mono
        type={shown ? "text" : "password"}
        placeholder="Value"
        value={value}
        autoComplete="new-password"
        onChange={(event) => setValue(event.target.value)}
        trailing={
          <IconButton
            label={shown ? "Hide the value" : "Show the value"}
            onClick={() => setShown(!shown)}
            className="size-7!"
          >
            {shown ? <EyeOff /> : <Eye />}
          </IconButton>
        }
      />
      {put.error && <FaultLine error={put.error} />}
      <Button
        type="submit"
        className="self-start"
        disabled={name === "" || value === "" || wrong !== undefined}
        busy={put.isPending ? "Adding" : undefined}
      >
        Add and allow here
      </Button>
    </form>
  );
}

function problemOf(name: string, taken: readonly string[]): string | undefined {
  if (name === "") return undefined;
  if (!NAME.test(name)) return "Use capital letters, digits and '_', not starting with a digit.";
  return taken.includes(name)
    ? "There is a secret of this name. Change its value on the Secrets page."
    : undefined;
}
