/** The same hours of the seven days before: a night is not compared with a noon. */
export const sameHours = { offset: 86_400, periods: 7 };
