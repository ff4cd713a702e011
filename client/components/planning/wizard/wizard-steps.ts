export const wizardSteps = ['base', 'season', 'factors', 'people'] as const;
export type WizardStep = (typeof wizardSteps)[number];
