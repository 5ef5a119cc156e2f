import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useRef, useState } from "react";
import { ListFailure } from "~/data/ListFailure.tsx";
import { useDeleteLater, useLeaving } from "~/data/leaving.ts";
import { secretsQuery, useDeleteSecret } from "~/data/secrets.ts";
import type { Secret } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { EmptyState } from "~/ui/EmptyState.tsx";
import { PageTitle } from "~/ui/PageTitle.tsx";
import { Waiting } from "~/ui/Progress.tsx";
import { Fill } from "~/ui/slots.tsx";
import { SecretDialog } from "./SecretDialog.tsx";
import { SecretRow } from "./SecretRow.tsx";

type Editing = { secret: Secret | null } | null;

const leavingName = (name: string) => `secret/${name}`;

/** The secrets of this server. Their values can be set and replaced, never read. */
export function SecretsPage() {
  const secrets = useQuery(secretsQuery);
  const leaving = useLeaving();
  const [editing, setEditing] = useState<Editing>(null);
  const { mutateAsync: remove } = useDeleteSecret();
  const deleteLater = useDeleteLater();
  const heading = useRef<HTMLHeadingElement>(null);
  const rows = secrets.data?.filter((secret) => !leaving.has(leavingName(secret.name)));
  const onDelete = ({ name }: Secret) => {
    heading.current?.focus();
    deleteLater(leavingName(name), `${name} is deleted`, () => remove(name));
  };
  return (
    <div className="mx-auto max-w-page px-4 pt-6 pb-12 desk:pt-9">
      <Fill slot="actions">
        <Button variant="primary" icon={<Plus />} onClick={() => setEditing({ secret: null })}>
          New secret
        </Button>
      </Fill>
      <PageTitle ref={heading}>Secrets</PageTitle>
      <p className="mb-4 text-muted">
        Cells read them as <code>process.env.NAME</code>, in the notebooks that you give them to. Values are
        encrypted and never shown again.
      </p>
      {secrets.isPending && <Waiting>Loading the secrets</Waiting>}
      {secrets.error && !secrets.data && (
        <ListFailure error={secrets.error} onRetry={() => void secrets.refetch()} />
      )}
      {rows?.length === 0 && <NoSecrets onCreate={() => setEditing({ secret: null })} />}
      {rows && rows.length > 0 && (
        <ul aria-label="Secrets" className="border-line border-t">
          {rows.map((secret) => (
            <SecretRow
              key={secret.name}
              secret={secret}
              onEdit={() => setEditing({ secret })}
              onDelete={() => onDelete(secret)}
            />
          ))}
        </ul>
      )}
      {editing && (
        <SecretDialog
          secret={editing.secret}
          taken={secrets.data?.map((secret) => secret.name) ?? []}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}

function NoSecrets({ onCreate }: { onCreate: () => void }) {
  return (
    <EmptyState
      icon={<KeyRound />}
      title="No secrets yet"
      actions={<Button onClick={onCreate}>New secret</Button>}
    >
      Keep keys and passwords here instead of in code: they are not exported with a notebook.
    </EmptyState>
  );
}
