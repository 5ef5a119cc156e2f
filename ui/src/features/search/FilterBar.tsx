import { CalendarDays, ChevronDown, Code, Package, User, X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "~/ui/Button.tsx";
import { classes } from "~/ui/classes.ts";
import { TextField } from "~/ui/Field.tsx";
import { Menu, MenuItem, MenuSeparator } from "~/ui/Menu.tsx";
import { Popover } from "~/ui/Popover.tsx";
import { type FilterKey, filtersOf, withFilter } from "./filters.ts";

const languages = [
  { value: "typescript", name: "TypeScript" },
  { value: "javascript", name: "JavaScript" },
];

interface FilterProps {
  query: string;
  onChange: (query: string) => void;
}

/** What narrows a search. Each control writes its words into the query, where they can be edited as well. */
export function FilterBar(props: FilterProps) {
  return (
    <fieldset aria-label="Filters" className="flex min-w-0 flex-wrap gap-2">
      <LanguageFilter {...props} />
      <TextFilter
        {...props}
        filter="package"
        name="Package"
        icon={<Package />}
        hint="Notebooks whose package.json names it"
        placeholder="zod"
      />
      <TextFilter
        {...props}
        filter="author"
        name="Author"
        icon={<User />}
        hint="Who changed the notebook; the beginning of the name is enough"
        placeholder="Ada"
      />
      <DateFilter {...props} />
    </fieldset>
  );
}

function LanguageFilter({ query, onChange }: FilterProps) {
  const { language } = filtersOf(query);
  const choose = (value: string) => onChange(withFilter(query, "language", value));
  return (
    <Chip name="Language" clear={language !== undefined && (() => choose(""))}>
      <Menu
        label="Language"
        align="start"
        trigger={
          <ChipButton set={language !== undefined} icon={<Code />}>
            {languages.find(({ value }) => value === language)?.name ?? language ?? "Language"}
          </ChipButton>
        }
      >
        {languages.map(({ value, name }) => (
          <MenuItem key={value} checked={value === language} onSelect={() => choose(value)}>
            {name}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem checked={language === undefined} onSelect={() => choose("")}>
          Any language
        </MenuItem>
      </Menu>
    </Chip>
  );
}

function TextFilter({
  query,
  onChange,
  filter,
  name,
  icon,
  hint,
  placeholder,
}: FilterProps & {
  filter: FilterKey;
  name: string;
  icon: ReactNode;
  hint: string;
  placeholder: string;
}) {
  const value = filtersOf(query)[filter];
  const change = (next: string) => onChange(withFilter(query, filter, next));
  return (
    <Chip name={name} clear={value !== undefined && (() => change(""))}>
      <Popover
        label={name}
        trigger={
          <ChipButton set={value !== undefined} icon={icon}>
            {value === undefined ? name : `${name}: ${value}`}
          </ChipButton>
        }
      >
        <TextField
          label={name}
          hint={hint}
          placeholder={placeholder}
          value={value ?? ""}
          onChange={(event) => change(event.currentTarget.value)}
        />
      </Popover>
    </Chip>
  );
}

function DateFilter({ query, onChange }: FilterProps) {
  const { after, before } = filtersOf(query);
  const set = after !== undefined || before !== undefined;
  const change = (from: string, to: string) =>
    onChange(withFilter(withFilter(query, "after", from), "before", to));
  return (
    <Chip name="Changed" clear={set && (() => change("", ""))}>
      <Popover
        label="Changed"
        trigger={
          <ChipButton set={set} icon={<CalendarDays />}>
            {datesSaid(after, before)}
          </ChipButton>
        }
      >
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap gap-1.5">
            {[
              { name: "Today", days: 0 },
              { name: "7 days", days: 7 },
              { name: "30 days", days: 30 },
              { name: "A year", days: 365 },
            ].map(({ name, days }) => (
              <Button key={name} size="small" onClick={() => change(dayAgo(days), "")}>
                {name}
              </Button>
            ))}
          </div>
          <TextField
            label="On this day or later"
            type="date"
            value={wholeDay(after)}
            onChange={(event) => change(event.currentTarget.value, before ?? "")}
          />
          <TextField
            label="Before"
            type="date"
            value={wholeDay(before)}
            onChange={(event) => change(after ?? "", event.currentTarget.value)}
          />
        </div>
      </Popover>
    </Chip>
  );
}

function datesSaid(after: string | undefined, before: string | undefined): string {
  if (after && before) return `Changed: ${after} to ${before}`;
  if (after) return `Changed: since ${after}`;
  return before ? `Changed: before ${before}` : "Changed";
}

/** The day so many days ago, here, as a date field has it. */
function dayAgo(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() - days);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The day on which a day, a month or a year begins. */
const wholeDay = (date: string | undefined): string => (date ? `${date}-01-01`.slice(0, 10) : "");

/** A filter's control, and what takes the filter away while it is set. */
function Chip({ name, clear, children }: { name: string; clear: (() => void) | false; children: ReactNode }) {
  return (
    <span className={classes("flex", clear && "[&>button:first-child]:rounded-r-none")}>
      {children}
      {clear && (
        <Button
          size="small"
          aria-label={`Remove the filter ${name}`}
          className="-ml-px !border-accent-line !bg-accent-soft rounded-l-none px-1.5"
          onClick={clear}
        >
          <X />
        </Button>
      )}
    </span>
  );
}

function ChipButton({ set, children, ...rest }: ComponentProps<typeof Button> & { set: boolean }) {
  return (
    <Button size="small" {...rest} className={classes(set && "!border-accent-line !bg-accent-soft")}>
      <span className="max-w-60 truncate">{children}</span>
      <ChevronDown className="size-3.5 text-muted" />
    </Button>
  );
}
