/** Lives of tokens on the system clock, as Bitrix24 documents them. */
export const accessTokenLifeMs = 3600 * 1000;
export const refreshTokenLifeMs = 180 * 24 * 3600 * 1000;
export const authorizationCodeLifeMs = 30 * 1000;
