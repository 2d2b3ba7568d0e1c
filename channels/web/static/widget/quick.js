// Buttons for what can be done next: answers to a question just asked, and ways out of the chat.
class Quick {
  constructor(panel) {
    this.panel = panel;
    this.node = make("div", { class: "quick", role: "group", "aria-label": say("quick") });
    this.replies = [];
  }

  // Answers that fit what was just asked.
  offer(replies) {
    this.replies = replies;
    this.draw();
  }

  draw() {
    const { panel } = this;
    const choices = this.replies.map((reply) => [reply, () => panel.say(reply), "chip main"]);
    if (threadId()) choices.push(...this.ways());
    const buttons = choices.map(([text, onclick, kind]) =>
      button({ class: kind ?? "chip", onclick }, text),
    );
    this.node.replaceChildren(...buttons);
  }

  ways() {
    const { forms, config, talk } = this.panel;
    const { phone, proved } = contact();
    const ways = [];
    if (!talk.handoff) ways.push([say("person"), () => this.panel.say(say("person_wanted"))]);
    if (!phone) ways.push([say("leave_phone"), () => forms.askContact().focus()]);
    else if (!proved) ways.push([say("prove_phone"), () => forms.offerProof()]);
    else if (config.continue_by_text)
      ways.push([say("continue_by_text"), () => forms.continueByText()]);
    return ways;
  }
}
