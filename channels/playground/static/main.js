// Puts the three panes together.
import { follow, post, tell } from "./api.js";
import { byId } from "./dom.js";
import * as notices from "./notices.js";
import * as phone from "./phone.js";
import * as replay from "./replay.js";
import { close, setUpTalk } from "./talk.js";
import * as talks from "./talks.js";

const THEME = "playground.theme";

phone.setUpPhone();
replay.setUpReplay();
setUpTalk();
byId("reset").addEventListener("click", reset);
byId("reload").addEventListener("click", reloadSite);
byId("theme").addEventListener("click", changeTheme);
document.addEventListener("theme", showTheme);
showTheme();

follow({
  all: (all) => [phone, notices, talks, replay].forEach((part) => part.showAll(all)),
  phone: phone.showPhone,
  text: phone.showText,
  notice: notices.showNotice,
  talks: talks.showTalks,
  replay: replay.showReplay,
});

/** New phones, an empty desk, and a visitor of the website whom nobody knows. */
async function reset() {
  if (!(await post("/reset"))) return;
  close();
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
