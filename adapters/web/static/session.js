// What the server told at the start: who we are, who there is, the channels, the commands, the limits.

export const session = {
  me: null,
  people: [],
  channels: [],
  titles: {},
  commands: [],
  limits: { text: 4000, images: 8, image_bytes: 20_000_000 },
  may_moderate: false,
  has_accounts: false,
  listens: false,
};
