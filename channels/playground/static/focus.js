// Where the keyboard was, so that it comes back there, also where that was drawn anew meanwhile.

/** Marks where the focus is; what it returns brings it back. */
export function marked() {
  const element = document.activeElement;
  const box = element?.closest(".messages, .home");
  const ts = element?.closest(".message")?.dataset.ts;
  const name = element?.dataset?.focus;
  return () => {
    if (element?.isConnected) element.focus();
    else if (box && name) within(box, ts)?.querySelector(named(name))?.focus();
  };
}

const within = (box, ts) => (ts ? box.querySelector(`[data-ts="${CSS.escape(ts)}"]`) : box);
const named = (name) => `[data-focus="${CSS.escape(name)}"]`;
