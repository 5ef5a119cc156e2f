import { useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { FaultWords } from "~/data/FaultLine.tsx";
import { sessionQuery, useRename } from "~/data/session.ts";
import { settingsQuery, useChangeSettings } from "~/data/settings.ts";
import { preferences } from "~/editor/preferences.ts";
import { faultOf } from "~/protocol/http.ts";
import type { Language, Settings, SettingsPatch, Theme } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { FaultNote } from "~/ui/FaultNote.tsx";
import { SelectField, TextField } from "~/ui/Field.tsx";
import { PageTitle } from "~/ui/PageTitle.tsx";
import { Waiting } from "~/ui/Progress.tsx";
import { Switch } from "~/ui/Switch.tsx";
import { applyTheme } from "~/ui/theme.ts";

/** The choices of the person who uses this server. Each takes effect at once. */
export function SettingsPage() {
  const settings = useQuery(settingsQuery);
  const change = useChangeSettings();
  const onChange = (patch: SettingsPatch) => {
    if (patch.theme) applyTheme(patch.theme);
    change.mutate(patch);
  };
  return (
    <div className="mx-auto max-w-dialog-wide px-4 pt-6 pb-12 desk:pt-9">
      <PageTitle className="mb-5">Settings</PageTitle>
      {settings.isPending && <Waiting>Loading the settings</Waiting>}
      {settings.error && !settings.data && (
        <Failure error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {change.error && <Failure error={change.error} />}
      {settings.data && <Form settings={settings.data} onChange={onChange} />}
    </div>
  );
}

function Failure({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { message, next, code } = faultOf(error);
  return (
    <div className="mb-5">
      <FaultNote
        message={message}
        next={next}
        code={code}
        action={
          onRetry && (
            <Button size="small" onClick={onRetry}>
              Try again
            </Button>
          )
        }
      />
    </div>
  );
}

const themes: { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "contrast", label: "High contrast" },
];

const languages: { value: Language; label: string }[] = [
  { value: "typescript", label: "TypeScript" },
  { value: "javascript", label: "JavaScript" },
];

function Form({ settings, onChange }: { settings: Settings; onChange: (patch: SettingsPatch) => void }) {
  return (
    <div className="flex flex-col gap-8">
      <OwnName />
      <Section title="Appearance">
        <SelectField
          label="Theme"
          options={themes}
          value={settings.theme}
          onChange={(event) => onChange({ theme: event.currentTarget.value as Theme })}
          className="max-w-60"
        />
        <Switch
          label="Code ligatures"
          hint="Draws => and !== as one sign."
          checked={settings.codeLigatures}
          onCheckedChange={(codeLigatures) => onChange({ codeLigatures })}
        />
        <Switch
          label="Wrap long output lines"
          hint="Otherwise they scroll sideways."
          checked={settings.wrapOutput}
          onCheckedChange={(wrapOutput) => onChange({ wrapOutput })}
        />
      </Section>
      <CodeHelp />
      <Section title="Keyboard">
        <VimSwitch />
        <p className="text-muted">
          Every command and its keys, to look up and to change.{" "}
          <Link to="/settings/keyboard" className="text-accent-text underline underline-offset-2">
            Open the keyboard page
          </Link>
        </p>
      </Section>
      <Section title="Notebooks">
        <SelectField
          label="Language of new notebooks"
          options={languages}
          value={settings.defaultLanguage}
          onChange={(event) => onChange({ defaultLanguage: event.currentTarget.value as Language })}
          className="max-w-60"
        />
        <Switch
          label="Install packages when a notebook is opened"
          hint="Otherwise the notebook offers it."
          checked={settings.autoInstall}
          onCheckedChange={(autoInstall) => onChange({ autoInstall })}
        />
        <NumberSetting
          key={`time ${settings.runTimeLimit}`}
          name="run-time-limit"
          label="Time limit of a run, in seconds"
          hint="A run that takes longer is stopped. 0 means no limit, for servers."
          least={0}
          most={longestRun}
          value={settings.runTimeLimit}
          onChange={(runTimeLimit) => onChange({ runTimeLimit })}
        />
        <NumberSetting
          key={`output ${settings.outputLimit}`}
          name="output-limit"
          label="Output that is kept of a run, in megabytes"
          hint="Of what prints more, the first and the last half are kept. It counts for the next run."
          least={1}
          most={mostOutput}
          value={settings.outputLimit}
          onChange={(outputLimit) => onChange({ outputLimit })}
        />
      </Section>
    </div>
  );
}

/** The name that others see. The address of the palette's command leads into its field. */
function OwnName() {
  const { data: session } = useQuery(sessionQuery);
  return session ? <NameField key={session.name} name={session.name} /> : null;
}

/** Puts the caret into the field of an element when the address asks for it by name. */
function useAsked(name: string) {
  const asked = useRouterState({ select: (state) => state.location.hash === name });
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = asked ? element.current?.querySelector("input") : undefined;
    input?.focus();
    input?.select();
  }, [asked]);
  return element;
}

function NameField({ name }: { name: string }) {
  const rename = useRename();
  const [typed, setTyped] = useState(name);
  const field = useAsked("name");
  const commit = () => {
    if (typed.trim() !== "" && typed.trim() !== name) rename.mutate(typed.trim());
  };
  return (
    <div ref={field}>
      <Section title="You">
        <TextField
          label="Your name"
          hint="Others in a notebook see it at your caret and in the history."
          error={rename.error && <FaultWords fault={faultOf(rename.error)} />}
          maxLength={60}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === "Enter" && commit()}
          className="max-w-100 [&_input]:max-w-60"
        />
      </Section>
    </div>
  );
}

/** These are of this browser, not of the person. */
function CodeHelp() {
  const { errorLens, inlayHints, formatOnSave } = useSyncExternalStore(
    preferences.subscribe,
    preferences.get,
  );
  return (
    <Section title="Code help in this browser">
      <Switch
        label="Problems at the end of lines"
        hint="Otherwise they are marked in the code, and said where the pointer rests."
        checked={errorLens}
        onCheckedChange={(checked) => preferences.change({ errorLens: checked })}
      />
      <Switch
        label="Inlay hints"
        hint="Shows the types and the names of parameters that the code leaves out."
        checked={inlayHints}
        onCheckedChange={(checked) => preferences.change({ inlayHints: checked })}
      />
      <Switch
        label="Format on save"
        hint="Formats the cells that were changed since the last named version before a new one is named."
        checked={formatOnSave}
        onCheckedChange={(checked) => preferences.change({ formatOnSave: checked })}
      />
    </Section>
  );
}

/** This is of this browser too: a keyboard belongs to a place. */
function VimSwitch() {
  const { vim } = useSyncExternalStore(preferences.subscribe, preferences.get);
  return (
    <Switch
      label="Vim keys in editors, in this browser"
      hint="Escape leaves insert mode first, and then the editor. :w Name names a version."
      checked={vim}
      onCheckedChange={(checked) => preferences.change({ vim: checked })}
    />
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-5">
      <h2 className="border-line border-b pb-1.5 font-semibold text-large">{title}</h2>
      {children}
    </section>
  );
}

const longestRun = 86_400; // the server's maximum, a day
const mostOutput = 50; // the server's maximum, in megabytes

/** A whole number, which is sent when the field is left or with Enter. The address leads into it by `name`. */
function NumberSetting({
  name,
  label,
  hint,
  least,
  most,
  value,
  onChange,
}: {
  name: string;
  label: string;
  hint: string;
  least: number;
  most: number;
  value: number;
  onChange: (value: number) => void;
}) {
  const [typed, setTyped] = useState(String(value));
  const field = useAsked(name);
  const next = Number(typed);
  const valid = typed.trim() !== "" && Number.isInteger(next) && next >= least && next <= most;
  const commit = () => {
    if (valid && next !== value) onChange(next);
  };
  return (
    <div ref={field}>
      <TextField
        label={label}
        hint={hint}
        error={valid ? undefined : `A whole number from ${least} to ${most.toLocaleString("en")}`}
        inputMode="numeric"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
        className="max-w-100 [&_input]:max-w-60"
      />
    </div>
  );
}
