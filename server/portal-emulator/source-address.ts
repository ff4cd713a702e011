/** Names the address a request comes from; whoever hosts the emulator overwrites it always, so that nobody chooses his own. */
export const sourceAddressHeader = 'x-emulator-source-address';
