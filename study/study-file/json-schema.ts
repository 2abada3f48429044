/** A shape as JSON Schema (draft 2020-12), for editors: completion, hints, red lines. */
import type { Shape } from "./shape.ts";

export function jsonSchema(shape: Shape, title: string): object {
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title, ...schemaOf(shape) };
}

function schemaOf(shape: Shape): object {
  const told = shape.about === undefined ? {} : { description: shape.about };
  switch (shape.kind) {
    case "any":
      return told;
    case "boolean":
      return { type: "boolean", ...told };
    case "text":
      return {
        type: "string",
        ...told,
        ...(shape.oneOf && { enum: shape.oneOf }),
        ...(shape.pattern && { pattern: `^(?:${shape.pattern.source})$` }),
      };
    case "number": {
      const { whole, min, max, open } = shape;
      return {
        type: whole ? "integer" : "number",
        ...told,
        ...(min !== undefined && { [open ? "exclusiveMinimum" : "minimum"]: min }),
        ...(max !== undefined && { [open ? "exclusiveMaximum" : "maximum"]: max }),
      };
    }
    case "list":
      return { type: "array", ...told, items: schemaOf(shape.of), ...(shape.atLeast && { minItems: shape.atLeast }) };
    case "map":
      return {
        type: "object",
        ...told,
        additionalProperties: schemaOf(shape.of),
        ...(shape.names && { propertyNames: { pattern: `^(?:${shape.names.source})$` } }),
        ...(shape.atLeast && { minProperties: shape.atLeast }),
      };
    case "object":
      return {
        type: "object",
        ...told,
        properties: Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, schemaOf(field)])),
        ...(shape.required && { required: shape.required }),
        additionalProperties: false,
      };
    case "either":
      return { ...told, anyOf: shape.of.map(schemaOf) };
  }
}
