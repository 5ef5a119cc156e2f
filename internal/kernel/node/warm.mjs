export const warm = import.meta.url;
