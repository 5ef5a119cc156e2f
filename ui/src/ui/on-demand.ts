import { useEffect, useState } from "react";

/**
 * A part of the interface that is loaded when the person first moves or presses anything, so that it
 * opens later without the server too. A part that could not be loaded is asked for again when it is wanted.
 */
export class OnDemand<Part> {
  private part: Part | undefined;
  private loading: Promise<Part | undefined> | undefined;
  private arrive: (part: Part) => void = () => {};
  /** Resolves with the part once it is there, without asking for it. */
  readonly arrival = new Promise<Part>((resolve) => {
    this.arrive = resolve;
  });

  constructor(private readonly from: () => Promise<Part>) {
    if (typeof document === "undefined") return;
    for (const type of ["pointermove", "pointerdown", "keydown"]) {
      document.addEventListener(type, () => void this.load(), { once: true, capture: true, passive: true });
    }
  }

  /** Resolves with the part, or with nothing when it cannot be had now. */
  load(): Promise<Part | undefined> {
    this.loading ??= this.from().then(
      (part) => {
        this.part = part;
        this.arrive(part);
        return part;
      },
      () => {
        this.loading = undefined;
        return undefined;
      },
    );
    return this.loading;
  }

  /** The part, if it has arrived. */
  get present(): Part | undefined {
    return this.part;
  }
}

/** The part as soon as it is there, once it is wanted. */
export function useOnDemand<Part>(onDemand: OnDemand<Part>, wanted: boolean): Part | undefined {
  const [, setArrived] = useState(false);
  useEffect(() => {
    if (!wanted || onDemand.present) return;
    let mounted = true;
    void onDemand.load().then((part) => mounted && part && setArrived(true));
    return () => {
      mounted = false;
    };
  }, [onDemand, wanted]);
  return wanted ? onDemand.present : undefined;
}
