// Puts the three panes together.
import { follow, post, tell } from "./api.js";
import { byId } from "./dom.js";
import * as phone from "./phone.js";
import * as replay from "./replay.js";
import * as slack from "./slack.js";

const THEME = "playground.theme";

phone.setUpPhone();
replay.setUpReplay();
slack.setUpSlack();
byId("reset").addEventListener("click", reset);
byId("reload").addEventListener("click", reloadSite);
byId("theme").addEventListener("click", changeTheme);
document.addEventListener("theme", showTheme);
showTheme();

follow({
  all: (all) => [phone, slack, replay].forEach((part) => part.showAll(all)),
  phone: phone.showPhone,
  text: phone.showText,
  replay: replay.showReplay,
  ...slack.handlers,
});

/** New phones, an empty desk, and a visitor of the website whom nobody knows. */
async function reset() {
  if (!(await post("/reset"))) return;
  for (const key of Object.keys(localStorage)) if (key !== THEME) localStorage.removeItem(key);
  sessionStorage.clear();
  reloadSite();
  tell("A clean stage: new phones, a new visitor, an empty desk.");
}

function reloadSite() {
  byId("site").contentWindow.location.reload();
}

function changeTheme() {
  const dark = document.documentElement.dataset.theme === "dark";
  localStorage.setItem(THEME, dark ? "light" : "dark");
  // Only other documents hear of it by themselves.
  dispatchEvent(new StorageEvent("storage", { key: THEME }));
}

function showTheme() {
  const dark = document.documentElement.dataset.theme === "dark";
  byId("theme").setAttribute("aria-pressed", String(dark));
}
