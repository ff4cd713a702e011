/** What stands beside the grid or over it, one at a time. */
export type PlanTool =
  | 'facts'
  | 'versions'
  | 'split'
  | 'parts'
  | 'redistribute'
  | 'dimensions'
  | 'conditions'
  | 'copy'
  | 'excel'
  | 'wizard';
