// Which tab may act as which client. Two tabs under one client id would take each other's operations
// for their own.

/** Lets go of a name. */
export type Release = () => void;

export interface Claims {
  /** Takes a name for as long as this page lives; undefined when another page has it. */
  claim(name: string): Promise<Release | undefined>;
}

/** Claims by the Web Locks of the browser, which end with the page however it ends. */
class LockClaims implements Claims {
  constructor(private readonly locks: LockManager) {}

  claim(name: string): Promise<Release | undefined> {
    return new Promise((resolve, reject) => {
      const held = this.locks.request(`srcbook ${name}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve(release));
      });
      held.catch(reject);
    });
  }
}

const LEASE_MS = 30_000;
const RENEW_MS = 10_000;

/** Claims by leases in localStorage, for pages without locks (plain http of another machine). */
class LeaseClaims implements Claims {
  async claim(name: string): Promise<Release | undefined> {
    const key = `srcbook.lease ${name}`;
    if (Number(localStorage.getItem(key) ?? 0) > Date.now()) return undefined;
    const renew = () => localStorage.setItem(key, String(Date.now() + LEASE_MS));
    renew();
    const timer = setInterval(renew, RENEW_MS);
    return () => {
      clearInterval(timer);
      localStorage.removeItem(key);
    };
  }
}

/** The claims that this browser offers. */
export function browserClaims(): Claims {
  return "locks" in navigator ? new LockClaims(navigator.locks) : new LeaseClaims();
}

/** A new client id. */
export function newClientID(): string {
  return randomID(16);
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A random name of lower-case letters and digits, for cells, runs and clients. */
export function randomID(length = 12): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (b) => ALPHABET[b % ALPHABET.length]).join("");
}
