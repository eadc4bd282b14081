package io.hookline.connectors.tables;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;

import java.util.List;
import java.util.Optional;

/** The inputs by which cards choose rows. */
public record RowFilter(
        @Field(
                        type = FieldType.WHERE_ROWS,
                        group = "Filter",
                        key = "Where Expression",
                        check = RowQuery.FilterCheck.class)
                @Help("Which rows; all when blank")
                Optional<ObjectNode> where,
        @Field(source = Source.FILTER_VALUES, group = "_expr")
                @Help("Values of other cards that the filter compares with.")
                CustomFields compared) {
    List<RowQuery.Condition> conditions() {
        return where.map(filter -> RowQuery.conditions(filter, compared.values()))
                .orElse(List.of());
    }
}
