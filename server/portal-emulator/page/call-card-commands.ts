import { reply, silence, type Command, type Commands } from './frame-session.ts';

export const backgroundWorker = 'PAGE_BACKGROUND_WORKER';

const uiStates = [
  'incoming',
  'transferIncoming',
  'outgoing',
  'connectingIncoming',
  'connectingOutgoing',
  'connected',
  'transferring',
  'transferFailed',
  'transferConnected',
  'error',
  'moneyError',
  'redial',
];

const onlyBehindPages =
  (answer: () => unknown): Command =>
  (_portal, { placement }) =>
    placement === backgroundWorker ? reply(answer()) : silence;

/** No call card ever opens on this page, and Bitrix24 has an answer for that. */
const withoutCard = onlyBehindPages(() => [{ result: 'error', errorCode: 'Call card is undefined' }]);

/** Commands of the placement that lies unseen behind every page. */
export const callCardCommands: Commands = {
  CallCardSetMute: withoutCard,
  CallCardSetHold: withoutCard,
  CallCardSetUiState: withoutCard,
  CallCardGetListUiStates: onlyBehindPages(() => uiStates),
  CallCardSetCardTitle: withoutCard,
  CallCardSetStatusText: withoutCard,
  CallCardStartTimer: withoutCard,
  CallCardStopTimer: withoutCard,
  CallCardClose: withoutCard,
};

export const callCardEvents = [
  'initialized',
  'addCommentButtonClick',
  'muteButtonClick',
  'holdButtonClick',
  'closeButtonClick',
  'transferButtonClick',
  'cancelTransferButtonClick',
  'completeTransferButtonClick',
  'hangupButtonClick',
  'nextButtonClick',
  'skipButtonClick',
  'answerButtonClick',
  'entityChanged',
  'makeCallButtonClick',
  'qualityMeterClick',
  'dialpadButtonClick',
  'notifyAdminButtonClick',
].map((name) => `BackgroundCallCard::${name}`);
