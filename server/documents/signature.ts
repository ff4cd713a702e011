/** Stand beside each other in the guide of every workbook of ours: that it is one, and in which shape. */
export const signatureWord = 'kurs-plan';
export const signatureVersion = 1;
