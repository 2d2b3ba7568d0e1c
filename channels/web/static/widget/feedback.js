// What the visitor thinks of an answer, and of the conversation.
function thumbs({ id, rating }) {
  const buttons = [1, -1].map((value) => {
    const name = value > 0 ? "up" : "down";
    const traits = {
      class: "thumb-button",
      "aria-label": say(`thumb_${name}`),
      "aria-pressed": String(rating === value),
    };
    return button({ ...traits, onclick: () => rate(value) }, icon("thumb"));
  });
  const rate = (value) => {
    const press = (pressed) =>
      buttons.forEach((each, place) =>
        each.setAttribute("aria-pressed", pressed === [1, -1][place]),
      );
    press(value);
    ask(`ai/messages/${id}/rating`, { json: { rating: value } }).catch(() => press(rating));
  };
  return make("span", { class: "thumbs" }, ...buttons);
}

// Five stars, for the whole conversation; once.
function ratingCard(done) {
  const thread = threadId();
  const set = div("row-of-buttons stars");
  const rate = async (stars) => {
    await ask(`ai/chat/${thread}/rating`, { json: { rating: stars } });
    store.set("rated", thread);
    done();
  };
  for (const stars of [1, 2, 3, 4, 5]) {
    const light = () =>
      [...set.querySelectorAll("button")].forEach((each, place) =>
        each.classList.toggle("lit", place < stars),
      );
    const traits = {
      "aria-label": say("rating_stars", { stars }),
      onmouseenter: light,
      onfocus: light,
    };
    set.append(
      button({ ...traits, onclick: () => rate(stars).catch(() => set.remove()) }, icon("star")),
    );
  }
  const title = say("rating_title");
  return make(
    "div",
    { class: "card", role: "group", "aria-label": title },
    make("h3", {}, title),
    set,
  );
}
