import CheckListIcon from '@bitrix24/b24icons-vue/outline/CheckListIcon';
import ClockIcon from '@bitrix24/b24icons-vue/outline/ClockIcon';
import FileIcon from '@bitrix24/b24icons-vue/outline/FileIcon';
import FlagIcon from '@bitrix24/b24icons-vue/outline/FlagIcon';
import HandshakeIcon from '@bitrix24/b24icons-vue/outline/HandshakeIcon';
import InvoiceIcon from '@bitrix24/b24icons-vue/outline/InvoiceIcon';
import LeadIcon from '@bitrix24/b24icons-vue/outline/LeadIcon';
import MailIcon from '@bitrix24/b24icons-vue/outline/MailIcon';
import MessagesIcon from '@bitrix24/b24icons-vue/outline/MessagesIcon';
import MoneyIcon from '@bitrix24/b24icons-vue/outline/MoneyIcon';
import MyDealsIcon from '@bitrix24/b24icons-vue/outline/MyDealsIcon';
import PhoneInIcon from '@bitrix24/b24icons-vue/outline/PhoneInIcon';
import PhoneOutIcon from '@bitrix24/b24icons-vue/outline/PhoneOutIcon';
import type { Component } from 'vue';

/** What a person does is seen before it is read; what has no picture of its own is an item of a list. */
const icons: Readonly<Record<string, Component>> = {
  calls: PhoneOutIcon,
  'calls-out': PhoneOutIcon,
  'calls-in': PhoneInIcon,
  'talk-minutes': PhoneOutIcon,
  meetings: HandshakeIcon,
  presentations: HandshakeIcon,
  'field-visits': HandshakeIcon,
  emails: MailIcon,
  'open-line-sessions': MessagesIcon,
  'leads-processed': LeadIcon,
  'quotes-prepared': FileIcon,
  'quotes-sent': FileIcon,
  'invoices-issued': InvoiceIcon,
  'payments-count': MoneyIcon,
  'new-deals': MyDealsIcon,
  'deals-won': FlagIcon,
  'work-hours': ClockIcon,
};

export const needIcon = (metric: string): Component => icons[metric] ?? CheckListIcon;
