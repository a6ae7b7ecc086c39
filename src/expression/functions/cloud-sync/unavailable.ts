import { unavailable } from '../../function.ts';

const ROLES = 'Roles of an application are assigned in the tenant; no object of a directory has them.';

/** Functions of the service whose answer depends on what only the service has. */
export const unavailableFunctions = [
  unavailable({
    name: 'SelectUniqueValue',
    signature: 'SelectUniqueValue(str rule1, str rule2[, str rule3…]): str',
    summary: 'Not available: which value is free would depend on the order of the objects and on the moment.',
    reason:
      'It is for creating accounts in Active Directory from HR systems; a plan of the same inputs must be the same. Make the value unique with an attribute such as employeeID.',
  }),
  unavailable({
    name: 'AppRoleAssignmentsComplex',
    signature: 'AppRoleAssignmentsComplex(var appRoleAssignments): mv',
    summary: 'Not available: it is for provisioning roles into applications.',
    reason: ROLES,
  }),
  unavailable({
    name: 'SingleAppRoleAssignment',
    signature: 'SingleAppRoleAssignment(var appRoleAssignments): str',
    summary: 'Not available: it is for provisioning a role into an application.',
    reason: ROLES,
  }),
];
