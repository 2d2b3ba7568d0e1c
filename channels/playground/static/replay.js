// Sample conversations, sent text by text.
import { post, tell } from "./api.js";
import { byId, el } from "./dom.js";
import { pick } from "./phone.js";

export function setUpReplay() {
  byId("replay").addEventListener("submit", start);
  byId("replay-stop").addEventListener("click", () => post("/replay/stop"));
}

export function showAll(all) {
  const picked = byId("sample").value;
  byId("sample").replaceChildren(
    ...all.samples.map((each) =>
      el("option", { value: each.id, title: each.about, selected: each.id === picked }, each.title),
    ),
  );
  if (all.replay.state === "running") showReplay(all.replay);
  else showRunning(false);
}

export function showReplay({ state, step, of, why }) {
  const running = state === "running";
  showRunning(running);
  if (running) tell(`Replaying: text ${step} of ${of} …`);
  else if (state === "failed") tell(`The replay stopped. ${why}`, true);
  else if (state === "done") tell("Replayed to its end.");
  else if (state === "stopped") tell("The replay was stopped.");
}

function showRunning(running) {
  byId("replay-stop").hidden = !running;
  byId("replay-start").hidden = running;
}

async function start(event) {
  event.preventDefault();
  const answer = await post("/replay", { sample: byId("sample").value });
  if (answer) pick(answer.phone);
}
