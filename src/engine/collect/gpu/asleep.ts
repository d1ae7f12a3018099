export const asleepReason =
  'GPU asleep: it saves power and is not woken for figures. They come as soon as something uses it.';
