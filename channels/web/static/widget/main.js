// Puts the widget on the page, once.
const RETRY = 20000; // milliseconds

async function begin() {
  if (document.querySelector("chat-widget")) return;
  const [config] = await Promise.all([askJson("widget"), learn()]);
  const host = make("chat-widget", { lang: language, dir: words.direction });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  document.body.append(host);
  paint(host, config.colours?.accent);
  followPage(host);
  const panel = new Panel(root, config);
  if (store.get("open") && !FULL_SCREEN.matches) panel.open(false);
  else if (threadId()) panel.talk.open();
}

// A launcher that nobody answers is worse than none: without the server there is no widget.
function keepTrying() {
  begin().catch(() => setTimeout(keepTrying, RETRY));
}

if (document.body) keepTrying();
else addEventListener("DOMContentLoaded", keepTrying);
