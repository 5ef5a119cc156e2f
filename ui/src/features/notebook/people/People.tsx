import { Footprints, X } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { peopleCommands } from "~/commands/people.ts";
import { cellByID, type LiveState } from "~/engine/state.ts";
import { useSession } from "~/live/LiveProvider.tsx";
import type { Person } from "~/live/presence.ts";
import { usePresence } from "~/live/usePresence.ts";
import { Button } from "~/ui/Button.tsx";
import { useCommands } from "~/ui/CommandProvider.tsx";
import { classes } from "~/ui/classes.ts";
import type { Command } from "~/ui/commands.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { Menu, MenuItem } from "~/ui/Menu.tsx";
import { Popover } from "~/ui/Popover.tsx";
import { Tooltip } from "~/ui/Tooltip.tsx";
import { Avatar } from "./Avatar.tsx";
import { activeTab, useFollowing } from "./follow.ts";
import { NameForm } from "./NameForm.tsx";
import { useOwnPlace } from "./useOwnPlace.ts";

/** How many people are shown one by one. */
const MOST = 4;

/** The people in the notebook: who they are, where they are, and following one of them. */
export function People() {
  useOwnPlace();
  const others = usePresence((presence) => presence.others);
  const me = usePresence((presence) => presence.me);
  const [followed, follow] = useState<string>();
  const person = others.find((p) => p.author === followed);
  const stop = useCallback(() => follow(undefined), []);
  useFollowing(person, stop);
  const toggle = (author: string) => follow(author === followed ? undefined : author);
  usePeopleCommands(others, person, follow);
  return (
    <section aria-label="People" className="mr-1 flex items-center gap-1">
      {others.slice(0, MOST).map((p) => (
        <Other key={p.author} person={p} followed={p.author === followed} onFollow={() => toggle(p.author)} />
      ))}
      {others.length > MOST && <More people={others.slice(MOST)} onFollow={toggle} />}
      {me && <Me me={me} />}
      {person && <FollowBar person={person} onStop={stop} />}
      <Comings others={others} />
    </section>
  );
}

/** Offers to follow somebody, one person after the other, and to stop. */
function usePeopleCommands(
  others: readonly Person[],
  followed: Person | undefined,
  follow: (author: string | undefined) => void,
): void {
  // Any key ends following before it can mean a command.
  const last = useRef<string>(undefined);
  if (followed) last.current = followed.author;
  const authors = others.map(({ author }) => author).join("\n");
  const following = followed !== undefined;
  useCommands(
    useMemo((): Command[] => {
      const names = authors.split("\n").filter(Boolean);
      const next = () => names[(names.indexOf(last.current ?? "") + 1) % names.length];
      const label = names.length === 1 ? { label: `Follow ${names[0]}` } : {};
      return [
        {
          ...peopleCommands["people.follow"],
          ...label,
          icon: <Footprints />,
          enabled: names.length > 0,
          run: () => follow(next()),
        },
        {
          ...peopleCommands["people.stop"],
          icon: <X />,
          enabled: following,
          run: () => follow(undefined),
        },
      ];
    }, [authors, following, follow]),
  );
}

const disc =
  "grid size-(--size-control) shrink-0 place-items-center rounded-round transition-colors hover:bg-hover";

function Other({ person, followed, onFollow }: { person: Person; followed: boolean; onFollow: () => void }) {
  const session = useSession();
  const { author, colour, tabs } = person;
  const away = tabs.every((t) => t.hidden);
  return (
    <Tooltip
      text={`${placeOf(person, session.view.state)}. ${followed ? "Following" : "Click to follow"}`}
      command={followed ? "people.stop" : "people.follow"}
    >
      <button
        type="button"
        aria-label={`Follow ${author}`}
        aria-pressed={followed}
        onClick={onFollow}
        className={classes(disc, "max-phone:first:grid max-phone:hidden", followed && "bg-active")}
      >
        <Avatar name={author} colour={colour} away={away} />
      </button>
    </Tooltip>
  );
}

function More({ people, onFollow }: { people: readonly Person[]; onFollow: (author: string) => void }) {
  return (
    <Menu
      label="More people"
      trigger={
        <IconButton label={`${people.length} more people`}>
          <span className="font-semibold text-small">+{people.length}</span>
        </IconButton>
      }
    >
      {people.map((p) => (
        <MenuItem
          key={p.author}
          icon={<Avatar name={p.author} colour={p.colour} size="small" />}
          onSelect={() => onFollow(p.author)}
        >
          {p.author}
        </MenuItem>
      ))}
    </Menu>
  );
}

function Me({ me }: { me: Person }) {
  return (
    <Popover
      label="Your name"
      command={peopleCommands["people.name"]}
      trigger={
        <button
          type="button"
          title={`${me.author} (you)`}
          aria-label={`${me.author} (you): change your name`}
          className={disc}
        >
          <Avatar name={me.author} colour={me.colour} />
        </button>
      }
    >
      <NameForm key={me.author} name={me.author} />
    </Popover>
  );
}

/** "Ada, in main.ts, 2 tabs" */
function placeOf({ author, tabs, ...person }: Person, state: LiveState): string {
  const tab = activeTab({ author, tabs, ...person });
  const cell = tab?.cell === undefined ? undefined : cellByID(state, tab.cell);
  const where = tabs.every((t) => t.hidden) ? "away" : cell && `in ${cell.filename ?? "a text cell"}`;
  return [author, where, tabs.length > 1 && `${tabs.length} tabs`].filter(Boolean).join(", ");
}

function FollowBar({ person, onStop }: { person: Person; onStop: () => void }) {
  return (
    <div
      role="status"
      data-person={person.colour}
      className="fixed top-[calc(var(--size-topbar)+8px)] left-1/2 z-30 flex -translate-x-1/2 items-center gap-2 rounded-round border-(--person) border-2 bg-raised py-0.5 pr-1 pl-3 shadow-float"
    >
      <span className="max-w-60 truncate">Following {person.author}</span>
      <Button size="small" icon={<X />} onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}

/** Tells screen readers who came and who went. */
function Comings({ others }: { others: readonly Person[] }) {
  const known = useRef<readonly string[]>([]);
  const [said, say] = useState("");
  useEffect(() => {
    const now = others.map((p) => p.author);
    const came = now.filter((author) => !known.current.includes(author)).map((author) => `${author} joined`);
    const went = known.current.filter((author) => !now.includes(author)).map((author) => `${author} left`);
    known.current = now;
    const news = [...came, ...went].join(". ");
    if (news) say(news);
  }, [others]);
  return (
    <div role="status" aria-label="Who came and went" className="sr-only">
      {said}
    </div>
  );
}
