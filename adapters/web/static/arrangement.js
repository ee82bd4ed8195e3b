// Messages in their order, days between them, and what one person says in a row closed up.

const GROUP_MILLISECONDS = 5 * 60_000;

/** The nodes as they follow each other. shown: messages, the oldest first; elements: by id; day(at): the line of a day. */
export function laidOut(shown, elements, day) {
  const wanted = [];
  shown.forEach((message, number) => {
    const before = shown[number - 1];
    const isNewDay = !before || new Date(message.at).toDateString() !== new Date(before.at).toDateString();
    if (isNewDay) wanted.push(day(message.at));
    const element = elements.get(message.id);
    const joined = before && !isNewDay && before.author?.id === message.author?.id && !message.reply_to && message.author && new Date(message.at) - new Date(before.at) < GROUP_MILLISECONDS;
    element.classList.toggle("joined", Boolean(joined));
    element.classList.toggle("answers-above", Boolean(before && message.reply_to === before.id));
    wanted.push(element);
  });
  return wanted;
}
