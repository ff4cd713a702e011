import CalendarIcon from '@bitrix24/b24icons-vue/outline/CalendarWithChecksIcon';
import CompassIcon from '@bitrix24/b24icons-vue/outline/CompassIcon';
import DiagramIcon from '@bitrix24/b24icons-vue/outline/GraphsDiagramIcon';
import MessagesIcon from '@bitrix24/b24icons-vue/outline/MessagesIcon';
import MyPlanIcon from '@bitrix24/b24icons-vue/outline/MyPlanIcon';
import PhoneOutIcon from '@bitrix24/b24icons-vue/outline/PhoneOutIcon';
import PlanningIcon from '@bitrix24/b24icons-vue/outline/PlanningIcon';
import SettingsIcon from '@bitrix24/b24icons-vue/outline/SettingsLIcon';
import TrendUpIcon from '@bitrix24/b24icons-vue/outline/TrendUpIcon';
import type { Component } from 'vue';

const icons: Readonly<Record<string, Component>> = {
  day: CompassIcon,
  overview: DiagramIcon,
  forecast: TrendUpIcon,
  plans: PlanningIcon,
  activity: PhoneOutIcon,
  'my-plan': MyPlanIcon,
  review: MessagesIcon,
  metrics: CalendarIcon,
  settings: SettingsIcon,
};

export const sectionIcon = (section: string): Component => icons[section] ?? CompassIcon;
