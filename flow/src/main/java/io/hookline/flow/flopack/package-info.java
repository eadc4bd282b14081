/**
 * The {@code .flopack} format on JSON trees: reading with checks and bounds, fresh ids for an
 * import, what a flow uses, and what a newcomer must set in it. Unknown keys are never lost.
 */
package io.hookline.flow.flopack;
