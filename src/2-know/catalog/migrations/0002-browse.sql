-- Products are listed by channel, brand and supplier.
CREATE INDEX listing_of_product ON catalog.listing (product_id, channel_id);
CREATE INDEX product_by_brand ON catalog.product (brand_id, product_id);
CREATE INDEX product_by_supplier ON catalog.product (supplier_id, product_id);
