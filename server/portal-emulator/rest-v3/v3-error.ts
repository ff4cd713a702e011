export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** A refusal of REST 3.0: `{ error: { code, message, validation? } }`. */
export class V3Error extends Error {
  override readonly name = 'V3Error';
  readonly code: string;
  readonly status: number;
  readonly validation: readonly FieldFault[];

  constructor(exception: string, message: string, status = 400, validation: readonly FieldFault[] = []) {
    super(message);
    this.code = `BITRIX_REST_V3_EXCEPTION_${exception}`;
    this.status = status;
    this.validation = validation;
  }

  toBody(): Record<string, unknown> {
    const faults = this.validation.length === 0 ? {} : { validation: this.validation };
    return { error: { code: this.code, message: this.message, ...faults } };
  }
}

export function invalidRequest(...faults: FieldFault[]): V3Error {
  return new V3Error('VALIDATION_REQUESTVALIDATIONEXCEPTION', 'Error during request object validation', 400, faults);
}

export function missingField(field: string): FieldFault {
  return { field, message: `Required field \`${field}\` is not specified` };
}

export function wrongType(field: string, type: string): FieldFault {
  return { field, message: `Field \`${field}\` requires data type \`${type}\` for this request` };
}

export function unknownField(field: string, entity: string): V3Error {
  return new V3Error('UNKNOWNDTOPROPERTYEXCEPTION', `Unknown field \`${field}\` for entity \`${entity}\``);
}

export function notFound(id: number): V3Error {
  return new V3Error('ENTITYNOTFOUNDEXCEPTION', `Record with ID = \`${id}\` not found`);
}

export function v3AccessDenied(): V3Error {
  return new V3Error('ACCESSDENIEDEXCEPTION', 'Access denied', 403);
}
