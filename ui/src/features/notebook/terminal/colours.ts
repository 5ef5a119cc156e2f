import type { ITheme } from "@xterm/xterm";

/** The tokens that the sixteen colours of a terminal are shown in, as in any other output. */
const ANSI = {
  black: "--text-faint",
  red: "--bad",
  green: "--ok",
  yellow: "--warn",
  blue: "--syntax-number",
  magenta: "--syntax-keyword",
  cyan: "--info",
  white: "--text",
} as const;

/** The colours of a terminal in the present theme. */
export function terminalColours(): ITheme {
  const theme: Record<string, string> = {
    background: shown("--bg-sunken"),
    foreground: shown("--text"),
    cursor: shown("--accent"),
    cursorAccent: shown("--bg"),
    selectionBackground: shown("--selection"),
  };
  for (const [name, token] of Object.entries(ANSI)) {
    theme[name] = shown(token);
    theme[`bright${name[0]?.toUpperCase()}${name.slice(1)}`] = shown(token);
  }
  return theme;
}

/** A token as #rrggbbaa, whatever colour space it is written in: a terminal does not know them all. */
function shown(token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  const canvas = document.createElement("canvas").getContext("2d");
  if (!canvas) return "#808080ff";
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const bytes = canvas.getImageData(0, 0, 1, 1).data;
  return `#${Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("")}`;
}
