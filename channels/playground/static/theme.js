// Before the first paint, and in the website's frame too: the theme that was chosen, or the system's.
(() => {
  const key = "playground.theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const theme = localStorage.getItem(key) ?? (system.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new Event("theme"));
  };
  addEventListener("storage", (event) => event.key === key && show());
  system.addEventListener("change", show);
  show();
})();
