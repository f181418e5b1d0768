DROP INDEX "incident_versions_open_area";--> statement-breakpoint
DROP INDEX "incident_versions_open_place";--> statement-breakpoint
DROP INDEX "incident_versions_occurred";--> statement-breakpoint
DROP INDEX "incident_versions_hidden";--> statement-breakpoint
CREATE INDEX "incident_search_occurred" ON "incident_search" USING btree ("occurred_from","rid");--> statement-breakpoint
CREATE INDEX "incident_versions_open_from_seq" ON "incident_versions" USING btree ("from_seq") WHERE "incident_versions"."to_seq" is null;--> statement-breakpoint
CREATE INDEX "incident_versions_past" ON "incident_versions" USING btree ("occurred_from","rid","from_seq","to_seq","area","incident_class","verification","origin","x","y","committed_at","context","killed","injured","quantity","quantity_unit") WHERE not "incident_versions"."hidden" and "incident_versions"."state" <> 2;--> statement-breakpoint
CREATE INDEX "incident_versions_hidden" ON "incident_versions" USING btree ("hidden_at","from_seq","to_seq","rid") WHERE "incident_versions"."hidden";--> statement-breakpoint
ALTER TABLE "incident_versions" ALTER COLUMN "record" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "incidents" ALTER COLUMN "record" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "idempotency" ALTER COLUMN "response" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "detail" SET STATISTICS 0;
