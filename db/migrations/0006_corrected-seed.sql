ALTER TABLE "incidents" ADD COLUMN "seed_hash" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "seed_revision" integer;--> statement-breakpoint
UPDATE "incidents" SET "seed_revision" = 1 WHERE "origin" = 'sourced' AND "import_key" IS NOT NULL AND "batch_id" IS NULL;