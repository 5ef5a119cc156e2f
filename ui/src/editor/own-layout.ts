import { type EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/**
 * Gives the editor with the focus a layout of its own: the element around it gets a fixed height and is
 * contained, so that a key lays out one cell instead of everything around it. The height follows the editor
 * before the frame that shows another one is drawn.
 */
class OwnLayout implements PluginValue {
  private height = 0;
  private readonly sizes = new ResizeObserver(() => this.measure());

  constructor(private readonly view: EditorView) {
    this.sizes.observe(view.dom);
    this.measure();
  }

  update({ geometryChanged, focusChanged }: ViewUpdate): void {
    if (geometryChanged || focusChanged) this.measure();
  }

  destroy(): void {
    this.sizes.disconnect();
    this.fix(0);
  }

  private measure(): void {
    const { view } = this;
    this.view.requestMeasure({
      key: this,
      read: () => (view.hasFocus ? view.dom.getBoundingClientRect().height : 0),
      write: (height) => this.fix(height),
    });
  }

  /** Fixes the height of the editor's place in px; 0 lets it go. */
  private fix(height: number): void {
    const place = this.view.dom.parentElement;
    if (!place || height === this.height) return;
    this.height = height;
    place.style.height = height > 0 ? `${height}px` : "";
    place.style.contain = height > 0 ? "strict" : "";
  }
}

export const ownLayout = ViewPlugin.fromClass(OwnLayout);
